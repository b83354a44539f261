extension Catalogue {
    /// People who sign in.
    static let signInEnglish: [Code: Entry] = [
        "api.user-name-form": Entry(
            "“{value}” is no name for a user.",
            rule: "A name has 1 to 64 letters a to z, digits, and . - _ @, so that no two names look alike.",
            fix: "Choose another one, such as ines or j.smith@example.com."),
        "api.user-exists": Entry(
            "There is a user {value} already.",
            rule:
                "A name stands for one person, in the audit trail too; a user that left is disabled, never made anew.",
            fix: "Choose another name, or let the user sign in again: milepost users enable {value}."),
        "api.user-unknown": Entry(
            "There is no user {value}.", rule: "Users are named as they were made.",
            fix: "Look the name up: milepost users list."),
        "api.user-role": Entry(
            "A user cannot have the role {value}.", rule: "A back end is a machine: it has a key and signs in nowhere.",
            fix: "Make a key: milepost keys create NAME --role backend --backend BACKEND."),
        "api.password-weak": Entry(
            "The password is too easy to guess, or too long.",
            rule:
                "A password has {shortest} characters or more, at most 1,024 bytes, and is neither one character over and over nor made of the name.",
            fix: "Take four or five words that do not belong together, or let a password manager make one."),
        "api.sign-in-wrong": Entry(
            "The name or the password is wrong, or the user is disabled.",
            rule: "Which of them is not told, so that nobody learns which names there are.",
            fix: "Type both again; an administrator gives you another password."),
        "api.sign-in-waits": Entry(
            "Signing in failed too often. It can be tried again in {seconds} s.",
            rule:
                "After several failures in a row each further try waits longer, up to a minute, or a quarter of an hour in one browser.",
            fix: "Wait, then type name and password with care."),
        "api.sign-in-busy": Entry(
            "Too many people sign in at this moment.", rule: "Passwords are checked one after the other.",
            fix: "Try again in a few seconds."),
        "client.password-missing": Entry(
            "There is no password on standard input.",
            rule: "A password is the first line of standard input, never an argument that other programs can read.",
            fix: "Run it on a terminal, which asks for it, or redirect a file: < password.txt"),
        "client.password-differs": Entry(
            "The two passwords differ.",
            rule: "A new password is typed twice, so that no slip of the hand becomes one.",
            fix: "Run the command again."),
        "console.form-stale": Entry(
            "The form was not taken: it does not belong to this sign-in.",
            rule: "Every form carries a sign of the session that it was made for, so that no other site can send it.",
            fix: "Go back, load the page again and send it once more."),
        "console.page-unknown": Entry(
            "There is no such page.", rule: "Pages are reached from the menu.",
            fix: "Start at the overview, or search for the document."),
        "console.form-incomplete": Entry(
            "The form lacks {value}.", rule: "What a form asks for is needed to do what it says.",
            fix: "Go back and fill it in."),
    ]
}
