/**
 * A chart in the look of the page: only the kinds that the situation draws are in it, and nothing moves. It is a picture with
 * a sentence; whatever it shows stands in a table beside it, which is how it is read by keys and by ear.
 */
import { BarChart, MapChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use as bring } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { ECBasicOption } from "echarts/types/dist/shared";
import { useEffect, useRef, type ReactNode } from "react";
import { useLook } from "../theme.ts";

bring([MapChart, BarChart, GridComponent, TooltipComponent, VisualMapComponent, LegendComponent, SVGRenderer]);

export { registerMap };

interface Props {
  readonly option: (colour: (name: string) => string) => ECBasicOption;
  readonly label: string;
  readonly className: string;
  readonly onPick?: (name: string) => void;
}

/** A colour of the look in which an element stands, by the name of its variable: the wall is dark on a light page too. */
function colourOf(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(`--${name}`).trim();
}

export function Chart({ option, label, className, onPick }: Props): ReactNode {
  const look = useLook();
  const box = useRef<HTMLDivElement>(null);
  const draw = useRef<() => void>(() => undefined);
  const pick = useRef(onPick);
  pick.current = onPick;
  const latest = useRef(option);
  latest.current = option;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = init(element, undefined, { renderer: "svg" });
    made.on("click", ({ name }) => pick.current?.(name));
    let wanted = false;
    // A part of the page that is hidden for a moment has no size, and a map in it no scale: it waits until it is seen.
    const seen = (): boolean => element.clientWidth > 0 && element.clientHeight > 0;
    draw.current = () => {
      wanted = !seen();
      if (!wanted) made.setOption({ animation: false, ...latest.current((name) => colourOf(element, name)) }, { notMerge: true });
    };
    const resize = new ResizeObserver(() => {
      if (!seen()) return;
      made.resize();
      if (wanted) draw.current();
    });
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.dispose();
      draw.current = () => undefined;
    };
  }, []);
  useEffect(() => {
    // Each chart in a task of its own, after the page: a key that is pressed comes in between.
    const timer = setTimeout(() => draw.current());
    return () => clearTimeout(timer);
  }, [option, look]);
  return <div ref={box} className={className} role="img" aria-label={label} />;
}
