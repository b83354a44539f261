/// Bytes out and bytes in: HTTP, SFTP and FTPS through libcurl, folders.
///
/// ``HTTPSender`` and ``FolderSender`` make one try and say what became of it: delivered or answered, certainly not sent,
/// or *unknown*. ``FolderSource`` hands out finished files and moves them away when their bytes are safe. ``FileServerSender`` and
/// ``FileServerSource`` do the same in folders on servers. No channel chooses
/// a destination, repeats a try or keeps time for one; that is decided above. Blocking calls run on threads of their own.
public enum Channels {}
