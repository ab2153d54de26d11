"""What becomes of messages on their way: breakpoints (`gate`) and fault switches (`faults`)."""
