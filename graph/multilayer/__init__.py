"""Networks of several layers: ties of different kinds between the same nodes."""
