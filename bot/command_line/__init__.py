"""The commands of second-opinion, one room for each kind."""
