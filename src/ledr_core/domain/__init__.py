"""The rules of the school. Pure: attrs and the standard library, no clock, no input or output, no unseeded chance."""
