/**
 * The picture of a graph, drawn by the machine's graphics. It is for the eye and the pointer: whatever it shows stands in a
 * table beside it, which is how it is read by keys and by ear. Where a browser cannot draw it, that is said and the table remains.
 */
import Graph from "graphology";
import Sigma from "sigma";
import { extremityArrow, pathLine, sdfCircle, sdfDiamond, sdfSquare, sdfTriangle } from "sigma/rendering";
import { DEFAULT_STYLES } from "sigma/types";
import { Button } from "antd";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useLook } from "../theme.ts";
import { STILL_LINES, type Colour, type Drawn } from "./flow.ts";
import { layered } from "./layout.ts";
import { words } from "./words.ts";

interface Props {
  readonly drawn: Drawn;
  readonly picked: string | null;
  /** Arrows of the path that proves it. */
  readonly marked: ReadonlySet<string>;
  readonly label: string;
  readonly onPick: (key: string | null) => void;
}

/** Beyond this many marks they are drawn smaller, to be told apart. */
const CROWD = 400;
const PRIMITIVES = {
  nodes: { shapes: [sdfCircle(), sdfSquare(), sdfDiamond(), sdfTriangle()] },
  edges: { paths: [pathLine()], extremities: [extremityArrow()] },
};

/** Pointed at or chosen. */
const stands = (state: { readonly isHovered: boolean; readonly isHighlighted: boolean }): boolean => state.isHovered || state.isHighlighted;

function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function graphOf(drawn: Drawn): Graph {
  const graph = new Graph({ type: "directed", multi: false });
  const positions = layered(drawn);
  const size = drawn.nodes.length > CROWD ? 3 : 6;
  const colours = new Map<string, string>();
  const colour = (name: Colour | "line-strong"): string => {
    const known = colours.get(name) ?? colourOf(name);
    colours.set(name, known);
    return known;
  };
  for (const node of drawn.nodes) {
    const at = positions.get(node.key) ?? { x: 0, y: 0 };
    // Down is later on the page and up is more in the picture.
    graph.addNode(node.key, { x: at.x, y: -at.y, size: size * (0.7 + node.weight), color: colour(node.colour), label: node.label, shape: node.shape });
  }
  for (const edge of drawn.edges) {
    if (!graph.hasNode(edge.from) || !graph.hasNode(edge.to)) continue;
    graph.addEdgeWithKey(edge.key, edge.from, edge.to, { size: 0.6 + edge.weight * 2, color: colour("line-strong") });
  }
  return graph;
}

export function GraphView({ drawn, picked, marked, label, onPick }: Props): ReactNode {
  const t = words.useWords();
  const look = useLook();
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<Sigma | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const [able] = useState(canDraw);
  const [shape, setShape] = useState<Graph | null>(null);
  const messages = useMemo(() => ({ wheel: t("graph.wheel"), touch: t("graph.touch") }), [t]);

  useEffect(() => {
    // Colours are read from the page: a change of look is another picture.
    if (able) setShape(graphOf(drawn));
  }, [drawn, look, able]);

  useEffect(() => {
    const element = box.current;
    if (element === null || shape === null || shown.current !== null) return;
    const made = new Sigma(shape, element, {
      primitives: PRIMITIVES,
      styles: {
        nodes: {
          ...DEFAULT_STYLES.nodes,
          shape: { attribute: "shape" },
          labelColor: () => colourOf("ink"),
          labelSize: 12,
          labelVisibility: (_one, state) => (stands(state) ? "visible" : "auto"),
          backdropVisibility: (_one, state) => (stands(state) ? "visible" : "hidden"),
          backdropColor: () => colourOf("sheet"),
        },
        edges: {
          ...DEFAULT_STYLES.edges,
          head: "arrow",
          color: ({ color }, state) => (state.isHighlighted ? colourOf("accent") : String(color)),
          size: ({ size }, state) => (state.isHighlighted ? 4 : Number(size)),
        },
      },
      settings: {
        allowInvalidContainer: true,
        // In pixels: a mark is a mark, however far the columns lie apart.
        itemSizesReference: "screen",
        renderEdgeLabels: false,
        labelDensity: 0.6,
        labelGridCellSize: 140,
        zoomDuration: 0,
        inertiaDuration: 0,
        stagePadding: 80,
        minCameraRatio: 0.01,
        maxCameraRatio: 3,
        gestureTarget: "shared",
        sharedGestureWheelMessage: messages.wheel,
        sharedGestureAppleWheelMessage: messages.wheel,
        sharedGestureTouchMessage: messages.touch,
      },
    });
    made.on("clickNode", ({ node }) => pick.current(node));
    made.on("clickStage", () => pick.current(null));
    shown.current = made as unknown as Sigma;
  }, [shape, messages]);

  useEffect(
    () => () => {
      shown.current?.kill();
      shown.current = null;
    },
    [],
  );

  useEffect(() => {
    const sigma = shown.current;
    if (sigma === null || shape === null) return;
    sigma.setSetting("hideEdgesOnMove", shape.size > STILL_LINES);
    if (sigma.getGraph() !== shape) sigma.setGraph(shape);
  }, [shape]);

  useEffect(() => {
    const sigma = shown.current;
    if (sigma === null || shape === null) return;
    // Only what differs: before the first drawing nothing is marked, and of a large graph nearly nothing ever is.
    const arrows = shape.filterEdges((key) => sigma.getEdgeState(key).isHighlighted !== marked.has(key));
    for (const key of arrows) sigma.setEdgeState(key, { isHighlighted: marked.has(key) });
    const nodes = shape.filterNodes((key) => sigma.getNodeState(key).isHighlighted !== (key === picked));
    for (const key of nodes) sigma.setNodeState(key, { isHighlighted: key === picked });
  }, [shape, marked, picked]);

  const move = (x: number, y: number): void => {
    const camera = shown.current?.getCamera();
    if (camera === undefined) return;
    const state = camera.getState();
    camera.setState({ x: state.x + x * state.ratio, y: state.y + y * state.ratio });
  };
  const zoom = (factor: number): void => {
    const camera = shown.current?.getCamera();
    camera?.setState({ ratio: camera.getBoundedRatio(camera.getState().ratio * factor) });
  };
  const whole = (): void => void shown.current?.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-0.1, 0),
    ArrowRight: () => move(0.1, 0),
    ArrowUp: () => move(0, 0.1),
    ArrowDown: () => move(0, -0.1),
    "+": () => zoom(0.8),
    "=": () => zoom(0.8),
    "-": () => zoom(1.25),
    "0": whole,
  };
  if (!able) return <p className="graph-none">{t("graph.unable")}</p>;
  return (
    <div className="graph-box">
      <div
        className="graph-picture"
        role="application"
        aria-label={`${label} ${t("graph.keys")}`}
        tabIndex={0}
        onKeyDown={(event) => {
          const act = KEYS[event.key];
          if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          act();
        }}
      >
        <div ref={box} className="graph-canvas" data-drawn={shape?.order ?? 0} aria-hidden="true" />
      </div>
      <div className="graph-tools">
        <Button size="small" aria-label={t("graph.nearer")} onClick={() => zoom(0.7)}>
          +
        </Button>
        <Button size="small" aria-label={t("graph.farther")} onClick={() => zoom(1.4)}>
          −
        </Button>
        <Button size="small" onClick={whole}>
          {t("graph.whole")}
        </Button>
      </div>
    </div>
  );
}
