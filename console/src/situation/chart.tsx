/**
 * A chart in the look of the page: only the kinds that the situation draws are in it, and nothing moves. It is a picture with
 * a sentence; whatever it shows stands in a table beside it, which is how it is read by keys and by ear.
 */
import { BarChart, MapChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use as bring, type EChartsType } from "echarts/core";
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

/** A colour of the page's look, by the name of its variable. */
function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function Chart({ option, label, className, onPick }: Props): ReactNode {
  const look = useLook();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (box.current === null) return undefined;
    const made = init(box.current, undefined, { renderer: "svg" });
    chart.current = made;
    made.on("click", ({ name }) => pick.current?.(name));
    const resize = new ResizeObserver(() => made.resize());
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option(colourOf) }, { notMerge: true });
  }, [option, look]);
  return <div ref={box} className={className} role="img" aria-label={label} />;
}
