async function pollSessionProgress(sessionId: string) {
const interval = setInterval(async () => {
const response = await fetch(`/api/v1/sessions/${sessionId}`, {
headers: { 'X-API-Key': apiKey }
});
const session = await response.json();
console.log(`Progress: ${session.completion_status}`);
console.log(`Score: ${session.score?.scaled || 0}`);
if (session.completion_status === 'completed') {
clearInterval(interval);
console.log('Course completed!');
}
}, 5000); // Poll every 5 seconds
}
