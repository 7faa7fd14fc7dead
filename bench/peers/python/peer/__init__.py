"""What one would write instead: cameras in, events out, one recurrent state per camera in memory."""
