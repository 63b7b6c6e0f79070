resource "gitlabintegrations_ewm" "web" {
  project       = "acme/web"
  project_url   = "https://ewm.example.com/ccm/process/project-areas/web"
  issues_url    = "https://ewm.example.com/ccm/resource/itemName/com.ibm.team.workitem.WorkItem/:id"
  new_issue_url = "https://ewm.example.com/ccm/web/projects/web#action=com.ibm.team.workitem.newWorkItem"
}
