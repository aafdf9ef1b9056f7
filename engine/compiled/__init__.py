"""Stories kept as they were built, so that an unchanged one starts without being read, checked and built again."""
