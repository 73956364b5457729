/** The yardstick for files: read a file in pieces, cut it into lines, JSON.parse each. Prints lines and a checksum. */
import fs from "node:fs";

const handle = fs.openSync(process.argv[2], "r");
const buffer = Buffer.alloc(1 << 18);
let rest = "";
let lines = 0;
let sum = 0;
const decoder = new TextDecoder();
for (let read = fs.readSync(handle, buffer); read > 0; read = fs.readSync(handle, buffer)) {
  const parts = (rest + decoder.decode(buffer.subarray(0, read), { stream: true })).split("\n");
  rest = parts.pop()!;
  for (const line of parts) {
    const event = JSON.parse(line) as { id: string };
    sum += event.id.length;
    lines++;
  }
}
console.log(JSON.stringify({ lines, sum }));
