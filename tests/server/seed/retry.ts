async function updateSessionWithRetry(
sessionId: string,
updates: any,
maxRetries = 3
) {
for (let attempt = 0; attempt < maxRetries; attempt++) {
// 1. Get current session
const session = await fetch(`/api/v1/sessions/${sessionId}`, {
headers: { 'X-API-Key': apiKey }
}).then(r => r.json());
// 2. Merge updates
const payload = {
version: session.version,
cmi_data: {
...session.cmi_data,
...updates.cmi_data
},
...updates
};
// 3. Attempt update
const response = await fetch(`/api/v1/sessions/${sessionId}`, {
method: 'PUT',
headers: {
'X-API-Key': apiKey,
'Content-Type': 'application/json'
},
body: JSON.stringify(payload)
});
if (response.ok) {
return await response.json();
}
if (response.status === 409 && attempt < maxRetries - 1) {
console.log(`Version conflict, retrying... (${attempt + 1}/${maxRetries})`);
continue;
}
throw new Error(`Update failed: ${response.status}`);
}
}
