// 1. Find existing session
const sessionsResponse = await fetch(
`/api/v1/sessions?package_id=${packageId}&user_id=${userId}`,
{ headers: { 'X-API-Key': apiKey } }
);
const { sessions } = await sessionsResponse.json();
// 2. Find incomplete session
const incompleteSession = sessions.find(
s => s.completion_status === 'incomplete'
);
// Resuming or creating, always hit /launch — it re-mints a fresh signed
// launch_url whether the session already existed or was just created.
const launchResponse = await fetch(`/api/v1/packages/${packageId}/launch`, {
method: 'POST',
headers: {
'Authorization': `Bearer ${apiKey}`,
'Content-Type': 'application/json'
},
body: JSON.stringify({
user_id: userId,
session_id: incompleteSession?.id ?? crypto.randomUUID()
})
});
const { launch_url } = await launchResponse.json();
window.location.href = launch_url;
