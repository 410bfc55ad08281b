"""The screens of communities: pages to read, ways in and out, and running one."""
