//! A sign-in log as large as you like, for measuring: `sign_in_log ROWS > log.json`.
//!
//! The rows are as long as those of Graph's beta, about 460 bytes, and there are as many ways
//! as an organisation with some hundred partners has.

use std::io::{self, BufWriter, Write};

fn main() -> io::Result<()> {
    let rows = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000_u64);
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    out.write_all(b"{\"@odata.context\":\"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns\",\"value\":[\n")?;
    for row in 0..rows {
        // A walk that is the same every time and visits neighbours far apart.
        let step = row.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (partner, user, app) = (step >> 55 & 0x7f, step >> 40 & 0x1f, step >> 32 & 0x3);
        let code = if (step >> 20).is_multiple_of(16) { 50_126 } else { 0 };
        let (day, hour, minute) = (row * 30 / rows + 1, row % 24, row % 60);
        let comma = if row == 0 { "" } else { ",\n" };
        write!(
            out,
            r#"{comma}{{"id":"{row:08x}","createdDateTime":"2026-06-{day:02}T{hour:02}:{minute:02}:00Z","userPrincipalName":"user{user}@partner{partner}.example","userId":"{partner:08x}-0000-4000-8000-{user:012x}","appId":"00000000-0000-4000-8000-{app:012x}","appDisplayName":"App {app}","resourceId":"00000003-0000-0000-c000-000000000000","homeTenantId":"{partner:08x}-1111-4000-8000-000000000000","resourceTenantId":"5a0c1d52-0000-4000-8000-000000000001","crossTenantAccessType":"b2bCollaboration","status":{{"errorCode":{code}}}}}"#
        )?;
    }
    out.write_all(b"]}\n")?;
    out.flush()
}
