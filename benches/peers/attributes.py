"""What the mappings of the preview compare: as the schema calls it, and as Graph does."""

# The mapping of the sign-in name, the manager and the matching attribute are their own business.
PLAIN = {
    "streetAddress": "streetAddress", "city": "city", "state": "state", "postalCode": "postalCode",
    "country": "country", "department": "department", "employeeId": "employeeId",
    "displayName": "displayName", "givenName": "givenName", "jobTitle": "jobTitle",
    "mailNickname": "mailNickname", "physicalDeliveryOfficeName": "officeLocation",
    "preferredLanguage": "preferredLanguage", "surname": "surname", "mail": "mail",
    "companyName": "companyName",
}
TEXT = sorted(set(PLAIN.values()) | {"id", "userPrincipalName", "userType", "externalUserState"})
HOME, AWAY = "cityclinic.com", "meridianhealthpractice.onmicrosoft.com"
FILTER = [
    ("department", "NOT EQUALS", "Department 07"),
    ("country", "NOT EQUALS", "Portugal"),
    ("mail", "ENDS WITH", "@" + HOME),
]
