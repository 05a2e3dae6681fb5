"""OpenRosa as a neighbour: ODK Collect fills in our forms without a network and sends them when there is one."""
