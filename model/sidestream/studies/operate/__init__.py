"""What a design that is built does with the supplies and demands of a day, as they were measured."""
