// Ends this process as if by SIGTERM when the one that started it is gone. npm starts us through a shell that does
// not pass signals on, so that `kill` on npm would leave a sandbox and a server running. (Windows keeps the number
// of a parent that is gone: there only Ctrl-C ends everything.)
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 500).unref();
