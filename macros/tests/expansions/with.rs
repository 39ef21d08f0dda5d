struct Machine {
    #[migratable(with = RtcStateDef)]
    rtc: RtcState,
    #[migratable(with = Vec<RtcStateDef>)]
    others: Vec<RtcState>,
}
