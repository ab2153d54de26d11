"""What runs the platform: with sockets (`server`, `loop_driver`), or in the caller's own stack (`sealed`)."""
