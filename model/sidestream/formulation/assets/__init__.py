"""What can be used, carried and served. Each file is one asset: `write` enters it in the books, `read` reads it back."""
