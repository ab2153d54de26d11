"""Removing a folder with all that a script has left in it, however much and however deep."""

import os


def clear(folder):
    """Remove `folder`; gives control back again and again meanwhile. What cannot be removed stays.

    Folders within folders are moved up one level before they are emptied: whatever their depth, no stack grows, no path
    becomes too long, and one descriptor is open at a time.
    """
    moved, removed = 0, True
    while removed:
        # another look finds what was moved up
        removed = False
        for entry in _entries(folder):
            yield
            if not entry.is_dir(follow_symlinks=False):
                removed |= _done(os.unlink, entry.path)
                continue
            _done(os.chmod, entry.path, 0o700)
            for inner in _entries(entry.path):
                yield
                if inner.is_dir(follow_symlinks=False):
                    moved += 1
                    removed |= _done(os.rename, inner.path, os.path.join(folder, f".{moved}"))
                else:
                    removed |= _done(os.unlink, inner.path)
            removed |= _done(os.rmdir, entry.path)
    _done(os.rmdir, folder)


def _entries(folder):
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:  # gone, or not to be read
        return


def _done(work, *on):
    try:
        work(*on)
    except OSError:
        return False
    return True
