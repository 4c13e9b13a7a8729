"""A checked, bilingual report on a fixed-filter network and on the slope of the hard sigmoid."""
