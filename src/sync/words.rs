//! What a job becomes and how long its first cycle takes, as it is told to people.

use super::verdict::JobVerdict;
use crate::domain::{ScheduleState, SyncConfiguration};

impl JobVerdict {
    /// The verdict beside what the configuration says of itself: that nothing stops a job is not
    /// that it runs.
    pub fn of_job(self, configuration: &SyncConfiguration) -> &'static str {
        let is_nobody = !configuration.sync_all && configuration.assigned.is_empty();
        match (self, configuration.schedule_state.as_ref()) {
            (JobVerdict::Blocked, _) => "the job does nothing",
            (JobVerdict::Quarantined, _) => "the job is quarantined",
            (JobVerdict::Unknown, _) => "whether the job runs is not known",
            (JobVerdict::Runs, Some(ScheduleState::Disabled)) => {
                "the job would run, and is disabled"
            }
            (JobVerdict::Runs, Some(ScheduleState::Paused)) => "the job would run, and is paused",
            (JobVerdict::Runs, _) if is_nobody => "nothing stops the job, and nobody is assigned",
            (JobVerdict::Runs, Some(ScheduleState::Active)) => "the job runs",
            (JobVerdict::Runs, None | Some(ScheduleState::Other(_))) => "nothing stops the job",
        }
    }
}

/// Minutes from and to, in whole ones and rather too many: they are a forecast.
pub fn minutes_words([from, to]: [f64; 2]) -> String {
    let whole = |minutes: f64| format!("{:.0}", minutes.ceil());
    let unit = if to > 1.0 { "minutes" } else { "minute" };
    match (whole(from), whole(to)) {
        _ if to < 1.0 => "under a minute".to_owned(),
        (_, most) if from < 1.0 => format!("up to {most} {unit}"),
        (least, most) if least == most => format!("{least} {unit}"),
        (least, most) => format!("{least} to {most} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_told_in_whole_ones() {
        let cases = [
            ([3.51, 28.08], "4 to 29 minutes"),
            ([0.01, 0.08], "under a minute"),
            ([0.5, 4.0], "up to 4 minutes"),
            ([0.12, 1.0], "up to 1 minute"),
            ([1.2, 1.9], "2 minutes"),
        ];
        for (minutes, words) in cases {
            assert_eq!(minutes_words(minutes), words);
        }
    }

    #[test]
    fn a_job_that_nothing_stops_runs_only_where_it_is_active_and_has_somebody() {
        use ScheduleState::{Active, Disabled, Paused};
        let cases = [
            (Some(Active), true, "the job runs"),
            (Some(Active), false, "nothing stops the job, and nobody is assigned"),
            (Some(Disabled), true, "the job would run, and is disabled"),
            (Some(Paused), true, "the job would run, and is paused"),
            (None, true, "nothing stops the job"),
        ];
        for (schedule_state, sync_all, words) in cases {
            let one =
                SyncConfiguration { sync_all, schedule_state, ..SyncConfiguration::default() };
            assert_eq!(JobVerdict::Runs.of_job(&one), words);
            assert_eq!(JobVerdict::Blocked.of_job(&one), "the job does nothing");
        }
    }
}
