"""What stands between the network and the routes: limits, origins, rates, caching and ranges."""
