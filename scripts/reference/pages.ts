/** Every generated file of the reference and of `samples/`, made in memory; who writes or compares them is elsewhere. */
import { cliPage } from "./cli-page.ts";
import { configurationPage, operatingSettings } from "./configuration-page.ts";
import { eventSchemaPage, eventsPage } from "./events-page.ts";
import { featuresPage } from "./features-page.ts";
import { httpPage, openApiPage } from "./http-page.ts";
import { lawPages } from "./law-page.ts";
import { limitsPage } from "./limits-page.ts";
import { mattersPage } from "./matters-page.ts";
import type { Page } from "./page.ts";
import { problemsPage } from "./problems-page.ts";
import { rulepackSchemas } from "./rulepack-schemas.ts";
import { rulesPage } from "./rules.ts";
import { samplePages } from "./samples.ts";
import { verdictsPage } from "./verdicts-page.ts";

export async function allPages(): Promise<readonly Page[]> {
  return [
    eventsPage(),
    eventSchemaPage(),
    verdictsPage(),
    problemsPage(),
    httpPage(),
    openApiPage(),
    cliPage(),
    configurationPage(),
    operatingSettings(),
    limitsPage(),
    featuresPage(),
    rulesPage(),
    mattersPage(),
    ...(await lawPages()),
    ...rulepackSchemas(),
    ...samplePages(),
  ];
}
