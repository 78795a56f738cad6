async function launchForMultipleUsers(packageId: string, userIds: string[]) {
const sessions = [];
for (const userId of userIds) {
const response = await fetch(`/api/v1/packages/${packageId}/launch`, {
method: 'POST',
headers: {
'X-API-Key': apiKey,
'Content-Type': 'application/json'
},
body: JSON.stringify({
user_id: userId,
session_id: crypto.randomUUID()
})
});
if (response.ok) {
const session = await response.json();
sessions.push(session);
}
}
return sessions;
}
