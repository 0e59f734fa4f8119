"""What goes into a study's report: quotes picked and cited, links to findings proposed, tables with their quotes."""
