"""What each group brought that was new, and in how many groups and countries a code comes up."""
