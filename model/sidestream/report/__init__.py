"""What a person looks at: pages made of plain content. They know nothing of cells, models or solvers."""
