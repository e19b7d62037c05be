require ["foreverypart", "mime", "fileinto"];
foreverypart {
  if header :mime :param "filename" :matches ["Content-Type", "Content-Disposition"] ["*.com", "*.exe", "*.vbs"] {
    fileinto "INBOX.part";
    break;
  }
}
