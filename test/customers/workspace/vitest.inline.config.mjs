// For projects that let Vite transform the package as it does their own files.
export default { test: { server: { deps: { inline: ['heygen-avatar'] } } } };
