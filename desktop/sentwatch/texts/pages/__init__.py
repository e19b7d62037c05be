"""Documents for people, one module each: what is known turned into a page of shown words."""
