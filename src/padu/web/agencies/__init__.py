"""Pages of agencies: who can give in a place. They stand above the apps because columns of the matrix belong to one."""
