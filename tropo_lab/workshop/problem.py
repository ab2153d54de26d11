"""What stands between a machine and the lab, and how to mend it."""


class Problem(Exception):
    """`what` is wrong; `fix` is the exact thing to do. `is_final` when nothing else can be looked at before."""

    def __init__(self, what, fix, is_final=False):
        super().__init__(what)
        self.what, self.fix, self.is_final = what, fix, is_final
