"""Excel in, Excel out: the only place that knows a cell.

Nothing is imported here, so that the command line starts at once. What there is:

reading     a workbook or a folder of CSV files becomes tables and faults
results     a design's workbook becomes a design again
writing     a design becomes a workbook, a folder of CSV files or JSON
saving      nothing is lost on the way to the disk, and no input is overwritten
template    an input workbook with dropdowns and notes, from the declarations
first_rows  what a template begins with: settings, catalogues of pipes and vehicles
examples    the example parks, copied
typed       tables as a person would type them
reference   every sheet and column in Markdown, from the declarations
"""
