/**
 * Connected components of a graph given as a list of edges, by union-find, without building neighbour lists first. Nodes
 * that are left out (hubs, public services) join nothing and belong to none. The same edges in any order give the same
 * labels. The plain twin is in components-plain.ts.
 */

export interface Components {
  readonly count: number;
  /** Component of each node, numbered by their lowest node; −1 for nodes left out. */
  readonly label: Int32Array;
}

export function connectedComponents(nodes: number, from: Int32Array, to: Int32Array, leftOut: Uint8Array | null = null): Components {
  const parent = new Int32Array(nodes);
  for (let v = 0; v < nodes; v++) parent[v] = v;
  if (leftOut === null) uniteAll(parent, from, to);
  else uniteSome(parent, from, to, leftOut);
  return labelRoots(parent, leftOut);
}

/** The lower number becomes the parent: then every parent is below its child, and one sweep flattens all of them. */
function uniteAll(parent: Int32Array, from: Int32Array, to: Int32Array): void {
  const edges = from.length;
  for (let i = 0; i < edges; i++) {
    let a = parent[from[i]];
    let b = parent[to[i]];
    // Rem's way: climb only the side whose parent is higher, splicing as it goes; equal parents end it at once, which is
    // what most edges meet once a large component has formed.
    let x = from[i];
    let y = to[i];
    while (a !== b) {
      if (a > b) {
        if (x === a) {
          parent[x] = b;
          break;
        }
        parent[x] = b;
        x = a;
        a = parent[x];
      } else {
        if (y === b) {
          parent[y] = a;
          break;
        }
        parent[y] = a;
        y = b;
        b = parent[y];
      }
    }
  }
}

function uniteSome(parent: Int32Array, from: Int32Array, to: Int32Array, leftOut: Uint8Array): void {
  const edges = from.length;
  let kept = 0;
  for (let i = 0; i < edges; i++) if ((leftOut[from[i]] | leftOut[to[i]]) === 0) kept++;
  const keptFrom = new Int32Array(kept);
  const keptTo = new Int32Array(kept);
  let k = 0;
  for (let i = 0; i < edges; i++) {
    if ((leftOut[from[i]] | leftOut[to[i]]) !== 0) continue;
    keptFrom[k] = from[i];
    keptTo[k++] = to[i];
  }
  uniteAll(parent, keptFrom, keptTo);
}

function labelRoots(parent: Int32Array, leftOut: Uint8Array | null): Components {
  let count = 0;
  // Parents stand before their children, so a parent's entry already holds its label.
  for (let v = 0; v < parent.length; v++) {
    if (leftOut !== null && leftOut[v] !== 0) parent[v] = -1;
    else parent[v] = parent[v] === v ? count++ : parent[parent[v]];
  }
  return { count, label: parent };
}
