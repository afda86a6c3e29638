"""Many runs, and predictions of many images: one after another on this computer, or on a Ray cluster."""
