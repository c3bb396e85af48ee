//! Handing one mail over on an open connection. Each command is given on its own, because a refused
//! sender is our setting's fault and a refused recipient is not.

use super::compose::Composed;
use super::server::Deadline;
use super::trouble::{Stage, Trouble};
use crate::quote::quote;
use lettre::Address;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};

/// Hands the mail over and returns what the server said of it.
pub(super) async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    mail: &Composed,
    deadline: Deadline,
) -> Result<String, Trouble> {
    let parameters = parameters(connection, mail)?;
    let sender = connection.command(Mail::new(Some(mail.from.clone()), parameters));
    deadline.within(Stage::Mail, sender).await?.map_err(|error| Trouble::of_sender(&error))?;
    let recipient = connection.command(Rcpt::new(mail.to.clone(), Vec::new()));
    deadline.within(Stage::Mail, recipient).await?.map_err(|error| Trouble::of_mail(&error))?;
    let data = connection.command(Data);
    deadline.within(Stage::Mail, data).await?.map_err(|error| Trouble::of_mail(&error))?;
    let taken = deadline.within(Stage::Mail, connection.message(&mail.raw)).await?;
    let taken = taken.map_err(|error| Trouble::of_mail(&error))?;
    Ok(quote(&taken.message().collect::<Vec<_>>().join(" ")))
}

/// Clears the table after a refusal. Whether the connection can be used again.
pub(super) async fn start_over(connection: &mut AsyncSmtpConnection, deadline: Deadline) -> bool {
    matches!(deadline.within(Stage::Mail, connection.command(Rset)).await, Ok(Ok(_)))
}

/// What must be announced: letters beyond ASCII in an address, or in the mail itself.
fn parameters(connection: &AsyncSmtpConnection, mail: &Composed) -> Result<Vec<MailParameter>, Trouble> {
    let mut parameters = Vec::new();
    if !(is_ascii(&mail.from) && is_ascii(&mail.to)) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Trouble::NoUtf8);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.raw.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

fn is_ascii(address: &Address) -> bool {
    address.user().is_ascii() && address.domain().is_ascii()
}
