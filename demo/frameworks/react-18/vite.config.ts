import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // In this folder's workspace the router would find React 19. An app of your own does not need this line.
  resolve: { dedupe: ['react', 'react-dom'] },
});
