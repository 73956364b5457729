/**
 * Builds the console into console/dist, or serves it with hot reloading beside a running platform (`npm run dev`). The
 * page may load nothing from elsewhere and runs no inline script, because the server's policy forbids both.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  server: { host: "127.0.0.1", port: 7071, proxy: { "/v1": "http://127.0.0.1:7070", "/healthz": "http://127.0.0.1:7070" } },
  build: {
    target: "es2022",
    // A preloading script would be inline, and small pictures as data: are what the policy allows.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The desk, and the page of whoever has a code from a notice: a few small files, for old phones.
      input: [`${import.meta.dirname}/index.html`, `${import.meta.dirname}/my.html`],
      output: {
        // What changes with our work apart from what changes with a library, so that a browser keeps the latter.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
            { name: "i18next", test: /node_modules[\\/](?:i18next|react-i18next)[\\/]/ },
          ],
        },
      },
    },
  },
});
