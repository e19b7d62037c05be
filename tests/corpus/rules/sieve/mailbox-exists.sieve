require ["fileinto", "mailbox"];
if mailboxexists ["Spam", "Junk"] { fileinto "Spam"; } else { keep; }
