"""What must hold between the assets. Each file is one rule, and reads nothing but the books."""
