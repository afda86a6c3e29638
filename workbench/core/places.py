"""Where a run is executed: on this computer, or elsewhere."""

HERE = "here"  # this computer
