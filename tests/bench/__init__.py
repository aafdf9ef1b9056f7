"""How fast: ratios against peers and floors, measured side by side in one run."""
