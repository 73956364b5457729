/** What is chosen from in appeals, complaints and claims, in both languages, as the platform calls it; loaded once. */
import { loadAppealWords, type AppealWords } from "@duanliu/client";
import { useEffect, useState } from "react";

/** Null until it is loaded. */
export function useAppealWords(): AppealWords | null {
  const [words, setWords] = useState<AppealWords | null>(null);
  useEffect(() => {
    let gone = false;
    loadAppealWords().then(
      (value) => {
        if (!gone) setWords(value);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);
  return words;
}
