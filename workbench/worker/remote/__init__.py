"""The side of this computer: sends a run's images to a host over ssh, follows the run, and takes its folder back."""
