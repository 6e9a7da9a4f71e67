"""Defect: EventBridge Scheduler looks for due schedules every ten seconds only, so a one-time schedule
fires up to ten seconds late and a journey with five timers takes a minute longer than it has to.

Probe: "sends a one-time schedule to a queue within five seconds and deletes it".
"""

_SECONDS_BETWEEN_SWEEPS = 0.5


def apply() -> None:
    from ministack.services import scheduler

    scheduler._SCHEDULE_TICK_INTERVAL = _SECONDS_BETWEEN_SWEEPS
