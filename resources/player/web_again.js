/** A player that is loaded again has no token in its address any more: its history entry has kept it. */
const launch = history.state?.launch;
if (launch) location.replace(`${location.pathname}?token=${encodeURIComponent(launch)}`);
