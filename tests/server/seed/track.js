// 1. Launch session
const launchResponse = await fetch(`/api/v1/packages/${packageId}/launch`, {
method: 'POST',
headers: {
'X-API-Key': apiKey,
'Content-Type': 'application/json'
},
body: JSON.stringify({
user_id: userId,
session_id: sessionId
})
});
const { launch_url, session_id } = await launchResponse.json();
// 2. Embed player — launch_url already includes the signed ?token=
const iframe = document.createElement('iframe');
iframe.src = launch_url;
iframe.width = '100%';
iframe.height = '800px';
document.body.appendChild(iframe);
// 3. Poll for completion
const checkCompletion = setInterval(async () => {
const session = await fetch(`/api/v1/sessions/${session_id}`, {
headers: { 'X-API-Key': apiKey }
}).then(r => r.json());
if (session.completion_status === 'completed') {
clearInterval(checkCompletion);
showCompletionMessage(session);
}
}, 5000);
