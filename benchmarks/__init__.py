"""What the bot costs, side by side with its peers in one run: python -m benchmarks."""
