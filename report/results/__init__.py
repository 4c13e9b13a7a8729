"""Everything the pipeline computes, as frozen typed structs. Imports nothing else of ours."""
