"""What was decided: result tables, and the audit that computes them again without Pyomo or solver."""
