"""The course as data. Pure: no Discord, no SQL, no clock, no logging."""
